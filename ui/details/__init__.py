"""What is selected in the tree, at length."""
