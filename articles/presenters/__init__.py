"""What pages say: rows turned into words, links and bars, so that templates only loop."""
