"""One repository for each part of the unit of work; none of them commits."""
