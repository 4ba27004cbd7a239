"""Telling people and programs what happened to their tasks: a sender in every server process, by webhook and e-mail."""
