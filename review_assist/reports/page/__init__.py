"""The parts of the HTML page: what it shows, what its script knows, its template, style and script."""
