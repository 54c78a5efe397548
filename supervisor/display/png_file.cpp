#include "supervisor/display/png_file.hpp"

#include <png.h>

#include <filesystem>
#include <fstream>

namespace respawn::supervisor {

namespace {

/// libpng's simplified interface, freed when it goes.
class png {
public:
    explicit png(std::uint32_t format)
    {
        state_.version = PNG_IMAGE_VERSION;
        state_.format = format;
    }
    ~png() { png_image_free(&state_); }
    png(const png&) = delete;
    png& operator=(const png&) = delete;

    png_image* operator->() { return &state_; }
    png_image* get() { return &state_; }
    [[nodiscard]] failure fail(const std::string& what) const { return {what + ": " + state_.message}; }

private:
    png_image state_{};
};

std::vector<std::uint8_t> to_rgb(const presentation::image& picture)
{
    std::vector<std::uint8_t> bytes;
    bytes.reserve(picture.pixels.size() * 3);
    for (const auto pixel : picture.pixels)
        for (const int shift : {16, 8, 0})
            bytes.push_back(static_cast<std::uint8_t>(pixel >> shift));
    return bytes;
}

result<std::vector<char>> encode(const presentation::image& picture)
{
    png file{PNG_FORMAT_RGB};
    file->width = picture.width;
    file->height = picture.height;
    // Pictures are asked for now and then by a program that must not pause: quick compression.
    file->flags = PNG_IMAGE_FLAG_FAST;
    const auto rgb = to_rgb(picture);
    png_alloc_size_t bytes = PNG_IMAGE_PNG_SIZE_MAX(*file.get());
    std::vector<char> encoded(bytes);
    if (!png_image_write_to_memory(file.get(), encoded.data(), &bytes, 0, rgb.data(), 0, nullptr))
        return file.fail("cannot encode the picture");
    encoded.resize(bytes);
    return encoded;
}

} // namespace

result<void> write_png(const presentation::image& picture, const std::string& path)
{
    const auto encoded = encode(picture);
    if (!encoded)
        return encoded.error();
    const auto partial = path + ".partial";
    std::ofstream file{partial, std::ios::binary | std::ios::trunc};
    file.write(encoded->data(), static_cast<std::streamsize>(encoded->size()));
    file.close();
    if (!file) {
        const auto reason = errno_failure("cannot write the picture " + path);
        std::error_code ignored;
        std::filesystem::remove(partial, ignored);
        return reason;
    }
    std::error_code error;
    std::filesystem::rename(partial, path, error);
    if (!error)
        return {};
    std::error_code ignored;
    std::filesystem::remove(partial, ignored);
    return system_failure("cannot write the picture " + path, error);
}

result<presentation::image> read_png(const std::string& path)
{
    png file{0};
    if (!png_image_begin_read_from_file(file.get(), path.c_str()))
        return file.fail("cannot read the picture " + path);
    file->format = PNG_FORMAT_RGB;
    std::vector<std::uint8_t> rgb(PNG_IMAGE_SIZE(*file.get()));
    if (!png_image_finish_read(file.get(), nullptr, rgb.data(), 0, nullptr))
        return file.fail("cannot read the picture " + path);
    presentation::image picture{file->width, file->height, {}};
    picture.pixels.reserve(rgb.size() / 3);
    for (std::size_t at = 0; at + 2 < rgb.size(); at += 3)
        picture.pixels.push_back(static_cast<std::uint32_t>(rgb[at] << 16 | rgb[at + 1] << 8 | rgb[at + 2]));
    return picture;
}

} // namespace respawn::supervisor
