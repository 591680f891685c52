// The entry of this surface. Every page works without it.
