#include "tests/support/dap_client.hpp"

#include <array>
#include <csignal>
#include <stdexcept>

#include <fcntl.h>
#include <unistd.h>

namespace respawn::test {

using json = nlohmann::json;

dap_client::dap_client(const program_start& what)
{
    auto input = platform::create_pipe().value();
    auto output = platform::create_pipe().value();
    ::fcntl(input.read.get(), F_SETFL, 0);
    const unique_handle errors{::open(what.errors.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600)};
    platform::spawn_options options;
    options.program = what.program.string();
    options.arguments = {options.program};
    options.arguments.insert(options.arguments.end(), what.arguments.begin(), what.arguments.end());
    options.environment = what.environment;
    options.directory = what.folder.string();
    options.standard_input = input.read.get();
    options.standard_output = output.write.get();
    options.standard_error = errors.get();
    child_ = platform::spawn(options).value();
    to_adapter_ = std::move(input.write);
    from_adapter_ = std::move(output.read);
}

dap_client::~dap_client()
{
    if (has_ended_)
        return;
    platform::signal_group(child_.process_id, SIGKILL);
    [[maybe_unused]] const auto ended = platform::reap(child_, usual_patience);
}

int dap_client::send(std::string_view command, json arguments)
{
    const int number = ++last_request_;
    const json request{
        {"seq", number}, {"type", "request"}, {"command", command}, {"arguments", std::move(arguments)}};
    const std::string content = request.dump();
    send_bytes("Content-Length: " + std::to_string(content.size()) + "\r\n\r\n" + content);
    return number;
}

void dap_client::send_bytes(std::string_view bytes)
{
    while (!bytes.empty()) {
        const auto written = ::write(to_adapter_.get(), bytes.data(), bytes.size());
        if (written <= 0)
            throw std::runtime_error{"the debug adapter takes no more"};
        bytes.remove_prefix(static_cast<std::size_t>(written));
    }
}

void dap_client::read_messages()
{
    constexpr std::string_view field = "Content-Length: ", end_of_header = "\r\n\r\n";
    std::array<char, 65536> buffer{};
    while (true) {
        const auto read = platform::read_available(from_adapter_.get(), buffer);
        if (read.bytes == 0)
            break;
        bytes_.append(buffer.data(), read.bytes);
    }
    while (bytes_.starts_with(field)) {
        const auto header = bytes_.find(end_of_header);
        if (header == std::string::npos)
            return;
        const auto begin = header + end_of_header.size();
        const auto size = std::stoul(bytes_.substr(field.size()));
        if (bytes_.size() < begin + size)
            return;
        all_.push_back(bytes_.substr(begin, size));
        waiting_.push_back(json::parse(all_.back()));
        bytes_.erase(0, begin + size);
    }
}

template <class Predicate>
json dap_client::take(const std::string& what, Predicate wanted)
{
    json found;
    const auto look = [&] {
        read_messages();
        for (auto each = waiting_.begin(); each != waiting_.end(); ++each)
            if (wanted(*each)) {
                found = std::move(*each);
                waiting_.erase(each);
                return true;
            }
        return false;
    };
    if (eventually(look))
        return found;
    std::string words = "waited in vain for " + what + "; what came:\n";
    for (const std::string& each : all_)
        words += each + "\n";
    throw std::runtime_error{words};
}

json dap_client::response_to(int request)
{
    return take(
        "the response to request " + std::to_string(request),
        [&](const json& each) { return each.at("type") == "response" && each.at("request_seq") == request; });
}

json dap_client::ask(std::string_view command, json arguments)
{
    const json response = response_to(send(command, std::move(arguments)));
    if (!response.at("success").get<bool>())
        throw std::runtime_error{response.dump()};
    return response.value("body", json::object());
}

json dap_client::wait_for(std::string_view event)
{
    const json found = take("the event " + std::string{event}, [&](const json& each) {
        return each.at("type") == "event" && each.at("event") == event;
    });
    return found.value("body", json::object());
}

int dap_client::finish()
{
    to_adapter_.close();
    const auto ended = platform::reap(child_, usual_patience);
    if (!ended)
        throw std::runtime_error{"the debug adapter has not ended"};
    has_ended_ = true;
    return ended->signaled ? 128 + ended->code : ended->code;
}

} // namespace respawn::test
