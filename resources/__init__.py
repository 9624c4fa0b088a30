"""Data of Modori: rules, messages, samples, icons and translations. No code."""
