"""What nobody may learn, and what may not get lost: tests across all packages."""
