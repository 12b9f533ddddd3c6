"""A study's protocol and a patient's timeline: states, clocks, windows and due dates, as pure functions."""
