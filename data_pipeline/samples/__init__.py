"""Business databases of our own making, to show and to test the pipeline on."""
