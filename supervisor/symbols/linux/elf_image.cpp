#include "supervisor/symbols/image_content.hpp"

#include <algorithm>
#include <bit>
#include <cstring>
#include <memory>
#include <optional>
#include <string_view>
#include <utility>

#include <elf.h>
#include <gelf.h>
#include <libelf.h>

namespace respawn::supervisor {

namespace {

/// A hundred times what the largest games have.
constexpr std::uint64_t most_name_bytes = std::uint64_t{1} << 31;
constexpr std::uint64_t most_symbols = std::uint64_t{1} << 26;
constexpr std::uint64_t longest_build_id = 64;
constexpr std::uint64_t most_hashed_bytes = std::uint64_t{256} << 20;
constexpr std::string_view typeinfo_prefix = "_ZTI";

using elf_handle = std::unique_ptr<Elf, decltype(&::elf_end)>;

struct section {
    Elf_Scn* handle = nullptr;
    GElf_Shdr header{};
};

struct relocation_types {
    std::uint32_t relative, absolute;
};

std::optional<relocation_types> relocation_types_of(unsigned machine)
{
    if (machine == EM_X86_64)
        return relocation_types{R_X86_64_RELATIVE, R_X86_64_64};
    if (machine == EM_AARCH64)
        return relocation_types{R_AARCH64_RELATIVE, R_AARCH64_ABS64};
    return std::nullopt;
}

std::optional<symbol_kind> kind_of(unsigned type)
{
    if (type == STT_FUNC || type == STT_GNU_IFUNC)
        return symbol_kind::function;
    if (type == STT_OBJECT || type == STT_COMMON)
        return symbol_kind::object;
    return std::nullopt;
}

/// "stdout" of "stdout@@GLIBC_2.2.5".
std::string_view without_version(std::string_view name)
{
    return name.substr(0, name.find('@'));
}

class elf_reader {
public:
    elf_reader(const std::filesystem::path& path, image_file file) :
        path_{path}, elf_{nullptr, &::elf_end}, content_{std::move(file), {}}
    {}

    result<image_content> run()
    {
        ::elf_version(EV_CURRENT);
        // Not mapped: a file that shrinks would be a fault.
        elf_.reset(::elf_begin(content_.file.handle(), ELF_C_READ, nullptr));
        for (const auto step :
             {&elf_reader::check_header, &elf_reader::read_segments, &elf_reader::find_sections,
              &elf_reader::read_symbols, &elf_reader::read_relocations, &elf_reader::read_shared_name,
              &elf_reader::read_hash})
            if (auto done = (this->*step)(); !done)
                return done.error();
        return std::move(content_);
    }

private:
    failure wrong(const std::string& what) const { return failure{path_.string() + " " + what}; }
    failure damaged(const std::string& what) const { return wrong("is damaged: " + what); }

    result<void> check_header()
    {
        if (!elf_ || ::elf_kind(elf_.get()) != ELF_K_ELF || !::gelf_getehdr(elf_.get(), &header_))
            return wrong("is not an ELF file");
        constexpr auto byte_order = std::endian::native == std::endian::little ? ELFDATA2LSB : ELFDATA2MSB;
        if (header_.e_ident[EI_CLASS] != ELFCLASS64 || header_.e_ident[EI_DATA] != byte_order)
            return wrong("is an ELF file for another kind of machine");
        if (header_.e_type != ET_EXEC && header_.e_type != ET_DYN)
            return wrong("is neither a program nor a shared library");
        return {};
    }

    result<void> read_segments()
    {
        std::size_t count = 0;
        if (::elf_getphdrnum(elf_.get(), &count) != 0)
            return damaged("its program headers are outside of the file");
        for (int index = 0; std::cmp_less(index, count); ++index) {
            GElf_Phdr one{};
            if (!::gelf_getphdr(elf_.get(), index, &one))
                return damaged("its program headers are outside of the file");
            if (one.p_type == PT_NOTE)
                read_notes(one);
            else if (one.p_type == PT_GNU_RELRO && one.p_memsz <= ~one.p_vaddr)
                content_.read_only_after_start.push_back({one.p_vaddr, one.p_vaddr + one.p_memsz});
            else if (one.p_type == PT_LOAD && !add_segment(one))
                return damaged("its segment " + std::to_string(index) + " is outside of the file");
        }
        auto& all = content_.segments;
        std::sort(all.begin(), all.end(), [](const auto& a, const auto& b) { return a.address < b.address; });
        if (all.size() > most_segments || content_.read_only_after_start.size() > most_segments)
            return wrong("has more segments than any program");
        return all.empty() ? result<void>{wrong("has nothing to load")} : result<void>{};
    }

    bool add_segment(const GElf_Phdr& one)
    {
        if (one.p_memsz > ~one.p_vaddr || one.p_filesz > one.p_memsz ||
            !content_.file.contains(one.p_offset, one.p_filesz))
            return false;
        const auto kind = (one.p_flags & PF_W) != 0   ? segment_kind::writable
                          : (one.p_flags & PF_X) != 0 ? segment_kind::code
                                                      : segment_kind::read_only;
        content_.segments.push_back({one.p_vaddr, one.p_memsz, one.p_offset, one.p_filesz, kind});
        return true;
    }

    /// For the build-id: an image without one is as good.
    void read_notes(const GElf_Phdr& one)
    {
        const auto type = one.p_align == 8 ? ELF_T_NHDR8 : ELF_T_NHDR;
        if (!content_.file.contains(one.p_offset, one.p_filesz))
            return;
        Elf_Data* data =
            ::elf_getdata_rawchunk(elf_.get(), static_cast<std::int64_t>(one.p_offset), one.p_filesz, type);
        if (!data || !data->d_buf)
            return;
        GElf_Nhdr note{};
        std::size_t name = 0, description = 0;
        for (std::size_t at = 0; (at = ::gelf_getnote(data, at, &note, &name, &description)) != 0;) {
            const auto* bytes = static_cast<const char*>(data->d_buf);
            if (note.n_type == NT_GNU_BUILD_ID && note.n_namesz == sizeof ELF_NOTE_GNU &&
                std::memcmp(bytes + name, ELF_NOTE_GNU, sizeof ELF_NOTE_GNU) == 0 &&
                note.n_descsz <= longest_build_id)
                content_.build_id.assign(bytes + description, note.n_descsz);
        }
    }

    result<void> find_sections()
    {
        for (Elf_Scn* each = nullptr; (each = ::elf_nextscn(elf_.get(), each)) != nullptr;) {
            section one{each};
            if (!::gelf_getshdr(each, &one.header))
                return damaged("its section headers are outside of the file");
            const bool is_loaded = (one.header.sh_flags & SHF_ALLOC) != 0;
            if (one.header.sh_type == SHT_SYMTAB)
                symbols_ = one;
            else if (one.header.sh_type == SHT_DYNSYM)
                exported_ = one;
            else if (one.header.sh_type == SHT_DYNAMIC)
                dynamic_ = one;
            else if (one.header.sh_type == SHT_RELA && is_loaded)
                relocations_.push_back(one);
        }
        return {};
    }

    result<void> read_symbols()
    {
        content_.is_stripped = !symbols_;
        const auto& main = symbols_ ? symbols_ : exported_;
        // All names before the first view of one.
        std::uint64_t main_names = 0, exported_names = 0;
        if (main)
            if (auto read = read_names(main->header.sh_link, main_names); !read)
                return read;
        if (symbols_ && exported_)
            if (auto read = read_names(exported_->header.sh_link, exported_names); !read)
                return read;
        // A linker lets names share their ends; all of them together are never much more than the texts.
        name_bytes_left_ = 16 * content_.names.size();
        result<void> read = main ? add_symbols(*main, main_names, which::all) : result<void>{};
        // Only there gold says where a program that is not position-independent has a library's function.
        if (read && symbols_ && exported_)
            read = add_symbols(*exported_, exported_names, which::undefined);
        content_.symbols.shrink_to_fit();
        return read;
    }

    /// Appends them to the content's; `begin` is where.
    result<void> read_names(std::uint32_t index, std::uint64_t& begin)
    {
        GElf_Shdr header{};
        Elf_Scn* names = ::elf_getscn(elf_.get(), index);
        if (!names || !::gelf_getshdr(names, &header) || header.sh_type != SHT_STRTAB ||
            header.sh_size > most_name_bytes || !content_.file.contains(header.sh_offset, header.sh_size))
            return damaged("the names of its symbols are outside of the file");
        begin = content_.names.size();
        // With a zero at the end, whatever the file has there.
        content_.names.resize(begin + header.sh_size + 1);
        if (!content_.file.read(
                header.sh_offset, std::span{content_.names}.subspan(begin).first(header.sh_size)))
            return damaged("the names of its symbols are outside of the file");
        return {};
    }

    enum class which { all, undefined };

    result<void> add_symbols(const section& from, std::uint64_t names, which wanted)
    {
        Elf_Data* data = ::elf_getdata(from.handle, nullptr);
        if (!data)
            return damaged("its symbols are outside of the file");
        const std::uint64_t count = data->d_size / sizeof(Elf64_Sym);
        if (count > most_symbols)
            return wrong("has more symbols than any game");
        if (wanted == which::all)
            content_.symbols.reserve(count);
        for (int index = 1; std::cmp_less(index, count); ++index) {
            GElf_Sym one{};
            if (!::gelf_getsym(data, index, &one) ||
                (wanted == which::undefined && one.st_shndx != SHN_UNDEF))
                continue;
            if (!add_symbol(one, names))
                return damaged("the names of its symbols overlap");
        }
        return {};
    }

    std::string_view name_at(std::uint64_t offset) const
    {
        return offset < content_.names.size() ? std::string_view{content_.names.data() + offset}
                                              : std::string_view{};
    }

    bool add_symbol(const GElf_Sym& one, std::uint64_t names)
    {
        const unsigned type = GELF_ST_TYPE(one.st_info);
        if (type == STT_FILE)
            file_ = name_at(names + one.st_name);
        const auto kind = kind_of(type);
        // An undefined function with an address is what a program that is not position-independent calls a
        // library's.
        const bool is_there = one.st_shndx == SHN_UNDEF ? kind == symbol_kind::function && one.st_value != 0
                                                        : one.st_shndx != SHN_ABS;
        const segment* in = kind && is_there ? segment_at(one.st_value) : nullptr;
        const auto name = in ? name_at(names + one.st_name) : std::string_view{};
        if (name.size() > name_bytes_left_)
            return false;
        name_bytes_left_ -= name.size();
        if (name.empty())
            return true;
        const bool is_local = GELF_ST_BIND(one.st_info) == STB_LOCAL;
        content_.symbols.push_back(
            {without_version(name), is_local ? file_ : std::string_view{}, one.st_value,
             std::min(one.st_size, in->memory_bytes - (one.st_value - in->address)), *kind,
             is_local ? symbol_binding::local : symbol_binding::global});
        return true;
    }

    const segment* segment_at(std::uint64_t address) const
    {
        const auto found =
            std::find_if(content_.segments.begin(), content_.segments.end(), [&](const segment& each) {
                return each.contains(address);
            });
        return found == content_.segments.end() ? nullptr : &*found;
    }

    result<void> read_relocations()
    {
        const auto types = relocation_types_of(header_.e_machine);
        if (!types)
            return {};
        for (const section& each : relocations_) {
            Elf_Data* data = ::elf_getdata(each.handle, nullptr);
            if (!data)
                return damaged("its relocations are outside of the file");
            const std::uint64_t count = data->d_size / sizeof(Elf64_Rela);
            if (count > most_symbols)
                return wrong("has more relocations than any game");
            GElf_Rela one{};
            for (int index = 0; std::cmp_less(index, count); ++index)
                if (::gelf_getrela(data, index, &one))
                    add_relocation(one, *types, each.header.sh_link);
        }
        auto& all = content_.relocated_words;
        std::sort(all.begin(), all.end(), [](const auto& a, const auto& b) { return a.address < b.address; });
        return {};
    }

    void add_relocation(const GElf_Rela& one, relocation_types types, std::uint32_t symbols)
    {
        const auto addend = static_cast<std::uint64_t>(one.r_addend);
        if (GELF_R_TYPE(one.r_info) == types.relative)
            content_.relocated_words.push_back({one.r_offset, addend});
        else if (GELF_R_TYPE(one.r_info) == types.absolute)
            content_.relocated_words.push_back(
                {one.r_offset, value_of(symbols, GELF_R_SYM(one.r_info)) + addend});
    }

    /// 0: another image's, and no type information.
    std::uint64_t value_of(std::uint32_t symbols, std::uint64_t index) const
    {
        Elf_Scn* found = ::elf_getscn(elf_.get(), symbols);
        GElf_Shdr header{};
        Elf_Data* data = found ? ::elf_getdata(found, nullptr) : nullptr;
        GElf_Sym one{};
        if (!data || !::gelf_getshdr(found, &header) || header.sh_type != SHT_DYNSYM ||
            !::gelf_getsym(data, static_cast<int>(index), &one))
            return 0;
        if (one.st_shndx != SHN_UNDEF)
            return one.st_value;
        const char* name = ::elf_strptr(elf_.get(), header.sh_link, one.st_name);
        return name && std::string_view{name}.starts_with(typeinfo_prefix) ? imported_typeinfo : 0;
    }

    result<void> read_shared_name()
    {
        Elf_Data* data = dynamic_ ? ::elf_getdata(dynamic_->handle, nullptr) : nullptr;
        GElf_Dyn one{};
        for (int index = 0; data && ::gelf_getdyn(data, index, &one) && one.d_tag != DT_NULL; ++index)
            if (one.d_tag == DT_SONAME)
                if (const char* name = ::elf_strptr(elf_.get(), dynamic_->header.sh_link, one.d_un.d_val))
                    content_.shared_name = name;
        return {};
    }

    result<void> read_hash()
    {
        constexpr std::uint64_t chunk_bytes = std::uint64_t{1} << 20;
        std::string chunk;
        const std::uint64_t size = content_.build_id.empty() ? content_.file.size_bytes() : 0;
        if (size > most_hashed_bytes)
            return wrong(
                "has no build-id, and is too large to be told from other builds by its content: link "
                "it with --build-id");
        for (std::uint64_t at = 0; at < size; at += chunk.size()) {
            chunk.resize(std::min(chunk_bytes, size - at));
            if (!content_.file.read(at, chunk))
                return damaged("it shrank while it was read");
            content_.content_hash =
                std::rotl(content_.content_hash, 7) * 31 + std::hash<std::string_view>{}(chunk);
        }
        return {};
    }

    const std::filesystem::path& path_;
    elf_handle elf_;
    image_content content_;
    GElf_Ehdr header_{};
    std::optional<section> symbols_, exported_, dynamic_;
    std::vector<section> relocations_;
    std::string_view file_; ///< what the local symbols that follow are from
    std::uint64_t name_bytes_left_ = 0;
};

} // namespace

result<image_content> read_elf_image(const std::filesystem::path& path, image_file file)
{
    return elf_reader{path, std::move(file)}.run();
}

} // namespace respawn::supervisor
