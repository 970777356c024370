// Names in Greek and Cyrillic letters are searched within as their countries transcribe them, too: search_all gains
// lines. Transcribing is Python's (names.searchable_lines), so service/storage/migrations.py writes them, and no command here.
