// Knows nothing of respawn and ends at once.
int main() {}
