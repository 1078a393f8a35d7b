"""A real server for the tests: llama.cpp's own, on a model that is made here, with no weights of anybody.

    python -m tests.llm.llama [PORT]

serves it until standard input closes. The model knows bytes and which follow which in a few English sentences: it
writes nonsense, in exactly the form that is asked for.
"""

from __future__ import annotations

import sys
import tempfile
from itertools import pairwise
from pathlib import Path

KEY = "key-of-the-tests"
_SENTENCES = (
    "The loop counts what the slice knows. The lock is held for too long, so that a caller waits for itself. "
    "Return the error with its name, and let the caller choose. A pointer that may be null is an option here. "
)
_BYTES, _START, _TURN, _END = 256, 256, 257, 258
_WORDS = ("<|endoftext|>", "<|im_start|>", "<|im_end|>")
_TEMPLATE = (
    "{% for message in messages %}<|im_start|>{{ message['role'] }}\n{{ message['content'] }}<|im_end|>\n"
    "{% endfor %}{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}"
)
_WIDTH, _HEADS, _INNER = 320, 2, 32


def _letters() -> list[str]:
    """GPT-2's name for each byte: itself if it can be printed, else a letter from 256 on."""
    printed = {*range(33, 127), *range(161, 173), *range(174, 256)}
    names, spare = [], 256
    for byte in range(_BYTES):
        names.append(chr(byte if byte in printed else spare))
        spare += byte not in printed
    return names


def _followers() -> object:
    """For each token the logarithm of how likely each other one is next."""
    import numpy as np

    size = _BYTES + len(_WORDS)
    likely = np.full((size, size), 1e-7)
    likely[:, 32:127] += 1e-3
    text = _SENTENCES.encode()
    for here, after in pairwise(text):
        likely[here, after] += 1
    quote, space = ord('"'), ord(" ")
    likely[:, quote] += 0.02  # a text ends sooner or later, and so does a list
    likely[:, ord("]")] += 0.02
    likely[:, ord("}")] += 0.02
    likely[quote] = likely[space]
    likely[space, quote] += 50.0  # after a word, as a rule: each byte is a token, and the likeliest is taken
    for stop in b".,":
        likely[stop, quote] += 2.0
        likely[stop, _END] += 0.5
    likely[_BYTES:] = 1e-7
    likely[_BYTES:, ord("T")] = 1
    return np.log(likely / likely.sum(axis=1, keepdims=True)).astype(np.float32)


def write_model(path: Path) -> None:
    """A llama of one layer that passes its token through; what comes next is in the output matrix."""
    import gguf
    import numpy as np

    names = _letters() + list(_WORDS)
    kinds = [gguf.TokenType.NORMAL] * _BYTES + [gguf.TokenType.CONTROL] * len(_WORDS)
    writer = gguf.GGUFWriter(path, "llama")
    writer.add_context_length(131072)
    writer.add_embedding_length(_WIDTH)
    writer.add_block_count(1)
    writer.add_feed_forward_length(_INNER)
    writer.add_head_count(_HEADS)
    writer.add_head_count_kv(1)
    writer.add_key_length(16)
    writer.add_value_length(16)
    writer.add_rope_dimension_count(16)
    writer.add_layer_norm_rms_eps(1e-6)
    writer.add_vocab_size(len(names))
    writer.add_file_type(gguf.LlamaFileType.ALL_F32)
    writer.add_tokenizer_model("gpt2")
    writer.add_tokenizer_pre("gpt-2")
    writer.add_token_list(names)
    writer.add_token_types(kinds)
    writer.add_token_merges(["\u0120 t"])  # one is required; its pair has no token, so that it merges nothing
    writer.add_bos_token_id(_START)
    writer.add_eos_token_id(_END)
    writer.add_add_bos_token(False)
    writer.add_chat_template(_TEMPLATE)
    embedding = np.eye(len(names), _WIDTH, dtype=np.float32)
    output = np.zeros((len(names), _WIDTH), np.float32)
    output[:, : len(names)] = np.asarray(_followers()).T / np.sqrt(_WIDTH)  # the norm makes a one that large
    zeros = {"attn_output": (_WIDTH, 32), "ffn_down": (_WIDTH, _INNER)}
    noise = {"attn_q": (32, _WIDTH), "attn_k": (16, _WIDTH), "attn_v": (16, _WIDTH)}
    noise |= {"ffn_gate": (_INNER, _WIDTH), "ffn_up": (_INNER, _WIDTH)}
    ones = np.ones(_WIDTH, np.float32)
    random = np.random.default_rng(1)
    writer.add_tensor("token_embd.weight", embedding)
    writer.add_tensor("output_norm.weight", ones)
    writer.add_tensor("output.weight", output)
    writer.add_tensor("blk.0.attn_norm.weight", ones)
    writer.add_tensor("blk.0.ffn_norm.weight", ones)
    for name, shape in zeros.items():
        writer.add_tensor(f"blk.0.{name}.weight", np.zeros(shape, np.float32))
    for name, shape in noise.items():
        writer.add_tensor(f"blk.0.{name}.weight", random.standard_normal(shape).astype(np.float32) / 20)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def serve(model: Path, port: int) -> None:
    """Serve until standard input closes; the first line of output is the base URL."""
    import xllamacpp

    settings = xllamacpp.CommonParams()
    settings.model.path = str(model)
    settings.model_alias = {"tiny"}
    settings.hostnames = ["127.0.0.1"]
    settings.port = port
    settings.n_ctx = 131072
    settings.n_parallel = 2
    settings.cpuparams.n_threads = settings.cpuparams_batch.n_threads = 1
    settings.n_batch = settings.n_ubatch = 2048
    settings.use_jinja = True
    settings.warmup = settings.fit_params = False
    settings.verbosity = 0
    settings.api_keys = [KEY]
    server = xllamacpp.Server(settings)
    sys.stdout.write(f"{server.listening_address}/v1\n")
    sys.stdout.flush()
    sys.stdin.read()


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        write_model(Path(folder) / "tiny.gguf")
        serve(Path(folder) / "tiny.gguf", int(sys.argv[1]) if sys.argv[1:] else 0)
