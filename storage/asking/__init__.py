"""What readers ask of the archive, and the shapes in which they are answered. Reads only."""
