"""The engines: each reads the lowered scheme and nothing else."""
