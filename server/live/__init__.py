"""Clients that follow tasks live: they are told what happens the moment it does, and hold no thread while they wait."""
