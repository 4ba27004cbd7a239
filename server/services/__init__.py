"""What is decided: plain functions over a session of the bus, used by the routes and by the command line alike."""
