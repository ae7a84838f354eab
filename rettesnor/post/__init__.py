"""Ud af huset: the gate through which every document leaves."""
