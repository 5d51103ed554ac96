"""Django's administration page: users, groups, and who may do what with which project and node."""
