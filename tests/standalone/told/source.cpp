int number_of_source();

int number_of_source()
{
    return TOLD_NUMBER + LIBRARY_NUMBER;
}
