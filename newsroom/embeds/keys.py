from hashlib import blake2b


def key_of(address: str) -> str:
    """Of finished pages that show the box of this address, fetched or not (newsroom.pagecache)."""
    return f"embed:{blake2b(address.encode(), digest_size=8).hexdigest()}"
