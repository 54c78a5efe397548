#include "worker/source/schema/function_types.hpp"

#include <respawn/schema/names.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <vector>

namespace respawn::detail {

namespace {

constexpr std::string_view unnamed_by_clang = "(anonymous namespace)";
constexpr std::string_view unnamed_by_gcc = "{anonymous}";

std::string_view take_word(std::string_view& text)
{
    std::size_t end = 0;
    while (end < text.size() && is_identifier_character(text[end]))
        ++end;
    const std::string_view word = text.substr(0, end);
    text.remove_prefix(end);
    return word;
}

bool is_part_of_arithmetic_type(std::string_view word)
{
    constexpr std::array<std::string_view, 8> parts{"unsigned", "signed", "long",   "short",
                                                    "int",      "char",   "double", "__int128"};
    return std::find(parts.begin(), parts.end(), word) != parts.end();
}

// "long unsigned int" is "unsigned long".
void put_in_order(std::vector<std::string_view>& words)
{
    const auto counted = [&](std::string_view word) { return std::count(words.begin(), words.end(), word); };
    if (counted("long") + counted("short") != 0)
        std::erase(words, "int");
    std::stable_sort(words.begin(), words.end(), [](std::string_view left, std::string_view right) {
        const auto rank = [](std::string_view word) { return word.ends_with("signed") ? 0 : 1; };
        return rank(left) < rank(right);
    });
}

class speller {
public:
    void add_word(std::string_view word)
    {
        if (word == "noexcept")
            return;
        if (is_part_of_arithmetic_type(word)) {
            arithmetic_.push_back(word);
            return;
        }
        end_arithmetic();
        write_word(word);
    }

    void add_mark(std::string_view mark)
    {
        end_arithmetic();
        text_ += mark;
    }

    [[nodiscard]] std::string take()
    {
        end_arithmetic();
        return std::move(text_);
    }

private:
    void end_arithmetic()
    {
        put_in_order(arithmetic_);
        for (const std::string_view word : arithmetic_)
            write_word(word);
        arithmetic_.clear();
    }

    void write_word(std::string_view word)
    {
        if (!text_.empty() && is_identifier_character(text_.back()))
            text_ += ' ';
        text_ += word;
    }

    std::string text_;
    std::vector<std::string_view> arithmetic_; ///< of the type that is being read
};

} // namespace

std::string function_type_name(std::string_view spelling)
{
    speller result;
    while (!spelling.empty()) {
        if (is_identifier_character(spelling.front())) {
            result.add_word(take_word(spelling));
        } else if (spelling.starts_with(unnamed_by_clang)) {
            result.add_mark(unnamed_by_gcc);
            spelling.remove_prefix(unnamed_by_clang.size());
        } else {
            if (spelling.front() != ' ')
                result.add_mark(spelling.substr(0, 1));
            spelling.remove_prefix(1);
        }
    }
    return result.take();
}

} // namespace respawn::detail
