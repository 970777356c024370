// Legislative areas and their keywords have names in other languages.
CALL db.createProperty('names');
CALL db.createProperty('keyword_names');
