"""What the kinds of steps do that are functions of ours."""
