#include "supervisor/new_project/project_templates.hpp"

#include <algorithm>

namespace respawn::supervisor {
namespace {

struct template_file {
    std::string_view name, text;
};

constexpr template_file files[] = {
#include "templates.inc"
};

constexpr std::string_view plain_targets = "respawn_add_game(@NAME@ src/main.cpp)";

/// Dear ImGui comes without a CMake package; Debian's leaves the drawing of letters to stb.
constexpr std::string_view imgui_targets = R"(
# Debian has Dear ImGui in libimgui-dev.
find_path(IMGUI_INCLUDE_DIR imgui.h PATH_SUFFIXES imgui REQUIRED)
find_library(IMGUI_LIBRARY imgui REQUIRED)
find_library(STB_LIBRARY stb)

respawn_add_game(@NAME@ src/main.cpp src/imgui_canvas.cpp)
target_include_directories(@NAME@ PRIVATE ${IMGUI_INCLUDE_DIR})
target_link_libraries(@NAME@ PRIVATE ${IMGUI_LIBRARY} $<$<BOOL:${STB_LIBRARY}>:${STB_LIBRARY}>))";

constexpr project_template::source minimal_sources[] = {{"src/main.cpp", "minimal.cpp"}};
constexpr project_template::source canvas_sources[] = {{"src/main.cpp", "canvas.cpp"}};
constexpr project_template::source pixels_sources[] = {{"src/main.cpp", "pixels.cpp"}};
constexpr project_template::source imgui_sources[] = {
    {"src/main.cpp", "imgui.cpp"},
    {"src/imgui_canvas.cpp", "imgui_canvas.cpp"},
    {"src/imgui_canvas.hpp", "imgui_canvas.hpp"}};

constexpr project_template templates[] = {
    {"minimal", "moves a circle", plain_targets, minimal_sources},
    {"canvas", "draws with the canvas", plain_targets, canvas_sources},
    {"imgui", "shows Dear ImGui in its picture", imgui_targets, imgui_sources},
    {"pixels", "draws its pixels itself", plain_targets, pixels_sources}};

} // namespace

std::span<const project_template> project_templates()
{
    return templates;
}

std::string_view template_text(std::string_view file)
{
    const auto found = std::find_if(
        std::begin(files), std::end(files), [&](const template_file& each) { return each.name == file; });
    return found->text;
}

} // namespace respawn::supervisor
