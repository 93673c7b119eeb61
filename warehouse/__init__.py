"""What Plimsoll knows: landing, warehouse, rules, people. No orchestration, no screen, no network."""
