// Knows nothing of respawn and never ends.
#include <unistd.h>

int main()
{
    for (;;)
        ::pause();
}
