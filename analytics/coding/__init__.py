"""From an entry and the lexicon to incident, refusal and sanction rows."""
