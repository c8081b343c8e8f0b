"""The project as it stood in a commit, and what differs: git's objects, lines, and files that moved."""
