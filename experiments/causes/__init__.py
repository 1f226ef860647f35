"""What only a simulator that knows the causes can show: who was blamed, who was to blame, and whose life it changed."""
