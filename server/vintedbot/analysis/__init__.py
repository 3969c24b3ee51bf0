"""Analysis: photos → facts and defects → texts, by providers behind one interface. Never a price."""
