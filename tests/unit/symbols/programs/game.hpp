#pragma once

/// Both files have a function and a variable of one name.
void report_left();
void report_right();
/// Its file is renamed.
void report_moving();
