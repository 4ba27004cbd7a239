"""What may ship: pairs whose SQL is one harmless SELECT that the business database really answers."""
