#!/usr/bin/env python3
"""Writes a tiny model of random weights that llama-server can load: tiny_model.py OUT.gguf

It talks nonsense, the same nonsense for the same seed: printable characters, never the end mark, so that an answer ends at its
token limit, at a stop text or where a grammar ends it.
"""

import importlib.util
import sys
from pathlib import Path

SEED = 20260101
WIDTH, HEADS, LAYERS, INNER, CONTEXT = 64, 2, 2, 128, 2048
UNKNOWN, BEGIN, END = 0, 1, 2
# Beside single characters a few that take more than one byte, so that streams hold some.
CHARACTERS = [chr(code) for code in range(0x21, 0x7F)] + ["\u2581", "\n", "\u00e9", "\u20ac", "\U0001f600"]
# One token, as in real models. It is said only if logit_bias asks for it.
TOOL_CALL = "<tool_call>"
# Knows tools, for without that llama-server leaves them out of the request and does not say so.
CHAT_TEMPLATE = """\
{% if tools %}tools: {{ tools | tojson }}{{ '\\n' }}{% endif %}\
{% for message in messages %}{{ message.role }}: {{ message.content or '' }}\
{% for call in message.tool_calls or [] %}\
{{ '<tool_call>' }}{{ {"name": call.function.name, "arguments": call.function.arguments} | tojson }}{{ '</tool_call>' }}\
{% endfor %}{{ '\\n' }}{% endfor %}\
{% if add_generation_prompt %}assistant: {% endif %}"""


def require(package, debian):
    if importlib.util.find_spec(package) is None:
        sys.exit(f"tiny_model.py: the Python package '{package}' is missing; install {debian}, or: pip install {package}")


def vocabulary(gguf):
    """The tokens with their types: three special ones, one for each byte, the characters. Only the latter are ever said."""
    kinds = gguf.TokenType
    special = [("<unk>", kinds.UNKNOWN), ("<s>", kinds.CONTROL), ("</s>", kinds.CONTROL)]
    return (
        special
        + [(TOOL_CALL, kinds.USER_DEFINED)]
        + [(f"<0x{byte:02X}>", kinds.BYTE) for byte in range(256)]
        + [(character, kinds.NORMAL) for character in CHARACTERS]
    )


def write_facts(writer, tokens):
    writer.add_name("tiny")
    writer.add_context_length(CONTEXT)
    writer.add_embedding_length(WIDTH)
    writer.add_block_count(LAYERS)
    writer.add_feed_forward_length(INNER)
    writer.add_head_count(HEADS)
    writer.add_head_count_kv(HEADS)
    writer.add_rope_dimension_count(WIDTH // HEADS)
    writer.add_layer_norm_rms_eps(1e-5)
    writer.add_vocab_size(len(tokens))
    writer.add_tokenizer_model("llama")
    writer.add_token_list([text for text, _ in tokens])
    writer.add_token_scores([0.0 for _ in tokens])
    writer.add_token_types([int(kind) for _, kind in tokens])
    writer.add_unk_token_id(UNKNOWN)
    writer.add_bos_token_id(BEGIN)
    writer.add_eos_token_id(END)
    writer.add_add_bos_token(True)
    writer.add_add_space_prefix(False)
    writer.add_chat_template(CHAT_TEMPLATE)


def write_weights(writer, tokens, numpy, normal):
    random = numpy.random.default_rng(SEED)

    def weights(rows, columns, scale):
        return (random.standard_normal((rows, columns)) * scale).astype(numpy.float32)

    # The first dimension carries a constant through all layers; the output turns it into a ban on all but characters.
    embedding = weights(len(tokens), WIDTH, 1.0)
    embedding[:, 0] = WIDTH**0.5
    output = weights(len(tokens), WIDTH, 0.2)
    output[:, 0] = 0.0
    output[[kind != normal for _, kind in tokens]] = [-100.0] + [0.0] * (WIDTH - 1)
    ones = numpy.ones(WIDTH, dtype=numpy.float32)
    writer.add_tensor("token_embd.weight", embedding)
    writer.add_tensor("output_norm.weight", ones)
    writer.add_tensor("output.weight", output)
    for layer in range(LAYERS):
        block = f"blk.{layer}."
        writer.add_tensor(block + "attn_norm.weight", ones)
        writer.add_tensor(block + "ffn_norm.weight", ones)
        for name in ("attn_q", "attn_k", "attn_v"):
            writer.add_tensor(f"{block}{name}.weight", weights(WIDTH, WIDTH, 0.2))
        for name in ("ffn_gate", "ffn_up"):
            writer.add_tensor(f"{block}{name}.weight", weights(INNER, WIDTH, 0.2))
        for name, columns in (("attn_output", WIDTH), ("ffn_down", INNER)):
            back = weights(WIDTH, columns, 0.5)
            back[0, :] = 0.0
            writer.add_tensor(f"{block}{name}.weight", back)


def main():
    if len(sys.argv) != 2:
        sys.exit("usage: tiny_model.py OUT.gguf")
    require("numpy", "python3-numpy")
    require("gguf", "python3-gguf")
    import gguf
    import numpy

    out = Path(sys.argv[1])
    out.parent.mkdir(parents=True, exist_ok=True)
    tokens = vocabulary(gguf)
    writer = gguf.GGUFWriter(out, "llama")
    write_facts(writer, tokens)
    write_weights(writer, tokens, numpy, gguf.TokenType.NORMAL)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    print(f"wrote {out}, {out.stat().st_size} bytes")


if __name__ == "__main__":
    main()
