"""What is parsed and answered: thin blueprints over the services."""
