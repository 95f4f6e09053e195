"""Who can reach whom: networks, the names that answer on them, ports, and what services name."""
