"""Steps to learn from and to try the engine with; workflows/ has the definitions that run them."""
