"""What projects add to the rules, one TOML file each; how they are read, and which one a patch is for."""
