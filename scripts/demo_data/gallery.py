def build():
    return {}
