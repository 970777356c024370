// The address of an authority's website.
CALL db.createProperty('web');
