"""Validators: exported bytes → problems."""
