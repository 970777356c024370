"""Work beside the requests' event loop: heavy work in threads, and work that outlives its request."""
