int number_of_library();

int number_of_library()
{
    return 5;
}
