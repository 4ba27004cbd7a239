"""What Trainyard promises about speed, measured: ours against a floor in the same run."""
