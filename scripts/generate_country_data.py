#!/usr/bin/env python3
"""Writes the country and subdivision tables of server/normalize.

Reads the ISO 3166 lists of the iso-codes package and the country names of all
locales of ICU 72, folds the names as FoldPlaceName() in country.cc does (with
the same ICU, through ctypes), drops names that mean several countries, and
writes sorted tables:

  server/normalize/country_data.inc
  server/normalize/country_names.inc
  server/normalize/subdivision_data.inc

Usage: scripts/generate_country_data.py [directory of the iso-codes JSON files]
"""

import collections
import ctypes
import json
import pathlib
import sys

ICU = "72"
ROOT = pathlib.Path(__file__).resolve().parent.parent
TARGET = ROOT / "server" / "normalize"

# Names that people use and no list has. They win over every list.
ALIASES = {
    "england": "GB", "scotland": "GB", "wales": "GB", "northern ireland": "GB",
    "great britain": "GB", "britain": "GB", "united kingdom": "GB",
    "uk": "GB", "u k": "GB", "u s": "US", "u s a": "US",
    "gb eng": "GB", "gb sct": "GB", "gb wls": "GB", "gb nir": "GB",
    "holland": "NL", "netherlands": "NL", "us": "US", "america": "US",
    "united states": "US", "united states of america": "US", "usa": "US",
    "korea": "KR", "south korea": "KR", "north korea": "KP",
    "macedonia": "MK", "north macedonia": "MK", "ivory coast": "CI",
    "burma": "MM", "cape verde": "CV", "swaziland": "SZ",
    "czech republic": "CZ", "czechia": "CZ", "turkey": "TR", "turkiye": "TR",
    "russia": "RU", "russian federation": "RU", "vietnam": "VN",
    "viet nam": "VN", "hong kong": "HK", "hong kong sar": "HK",
    "hong kong sar china": "HK", "macau": "MO", "macao": "MO",
    "macau sar": "MO", "taiwan": "TW", "uae": "AE", "emirates": "AE",
    "ksa": "SA", "prc": "CN", "china": "CN", "mainland china": "CN",
    "brd": "DE", "bundesrepublik deutschland": "DE",
    "republic of ireland": "IE", "eire": "IE", "vatican": "VA",
    "east timor": "TL", "laos": "LA", "syria": "SY", "iran": "IR",
    "bolivia": "BO", "venezuela": "VE", "tanzania": "TZ", "moldova": "MD",
    "brunei": "BN", "palestine": "PS", "micronesia": "FM",
    "slovak republic": "SK", "kosova": "XK", "kosove": "XK",
    "republika e kosoves": "XK", "republika kosovo": "XK",
    "ascension": "SH", "canary islands": "ES",
}
# Former codes that have one successor, of two letters and of three.
FORMER = {
    "DD": "DE", "TP": "TL", "ZR": "CD", "BU": "MM", "FX": "FR", "YD": "YE",
    "HV": "BF", "DY": "BJ", "RH": "ZW", "VD": "VN", "NH": "VU", "PZ": "PA",
    "DDR": "DE", "TMP": "TL", "ZAR": "CD", "BUR": "MM", "FXX": "FR",
    "YMD": "YE", "HVO": "BF", "DHY": "BJ", "RHO": "ZW", "VDR": "VN",
    "NHB": "VU", "PCZ": "PA", "ROM": "RO",
}
# Countries that everybody has and ISO 3166 has not: alpha-2, alpha-3, numeric.
# XK is of the codes that ISO leaves to its users; XKX is the World Bank's, 983
# the CLDR's.
BESIDE_ISO = [{"alpha_2": "XK", "alpha_3": "XKX", "numeric": "983",
               "name": "Kosovo", "official_name": "Republic of Kosovo"}]
# Codes that shops and carriers send for a part of one country.
PARTS = {"UK": "GB", "US": "US", "EL": "GR", "AC": "SH", "TA": "SH",
         "IC": "ES", "EA": "ES", "CP": "FR", "DG": "IO", "XKK": "XK"}
# Two countries share these names, whatever a list says.
AMBIGUOUS = {"congo", "kongo"}

_uc = ctypes.CDLL(f"libicuuc.so.{ICU}")


def _icu(name, result=ctypes.c_void_p):
  function = getattr(_uc, f"{name}_{ICU}")
  function.restype = result
  return function


_error = ctypes.c_int(0)
_fold = _icu("unorm2_getNFKCCasefoldInstance")(ctypes.byref(_error))
_nfd = _icu("unorm2_getNFDInstance")(ctypes.byref(_error))
_normalize = _icu("unorm2_normalize", ctypes.c_int32)
_char_type = _icu("u_charType", ctypes.c_int8)


def _apply(normalizer, text):
  source = text.encode("utf-16-le")
  buffer = ctypes.create_string_buffer(4096)
  error = ctypes.c_int(0)
  length = _normalize(ctypes.c_void_p(normalizer), source, len(source) // 2,
                      buffer, 2048, ctypes.byref(error))
  assert error.value <= 0, (text, error.value)
  return buffer.raw[:2 * length].decode("utf-16-le")


BASE_LETTERS = {"æ": "ae", "ð": "d", "ø": "o", "þ": "th", "đ": "d", "ħ": "h",
                "ı": "i", "ł": "l", "ŋ": "n", "œ": "oe", "ŧ": "t"}
MARKS = {6, 7}  # U_NON_SPACING_MARK, U_ENCLOSING_MARK
DROPPED = ".'’‘ʻʼ`´"
KEPT_TYPES = set(range(1, 10))  # letters, marks, decimal digits


def fold(text):
  text = _apply(_nfd, _apply(_fold, text))
  text = "".join(BASE_LETTERS.get(c, c) for c in text
                 if _char_type(ord(c)) not in MARKS)
  out = []
  for c in text:
    if c in DROPPED:
      continue
    if c == "&":
      out.append(" and ")
    elif _char_type(ord(c)) in KEPT_TYPES:
      out.append(c)
    else:
      out.append(" ")
  words = "".join(out).split()
  if len(words) > 1 and words[0] == "the":
    words = words[1:]
  return " ".join(words)


def c_string(text):
  return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def write(name, lines):
  header = ["// Generated by scripts/generate_country_data.py; do not edit."]
  (TARGET / name).write_text("\n".join(header + lines) + "\n",
                             encoding="utf-8")


def display_names(codes):
  count = _icu("uloc_countAvailable", ctypes.c_int32)()
  available = _icu("uloc_getAvailable", ctypes.c_char_p)
  display = _icu("uloc_getDisplayCountry", ctypes.c_int32)
  buffer = ctypes.create_string_buffer(2048)
  for i in range(count):
    locale = available(i)
    for code in codes:
      error = ctypes.c_int(0)
      length = display(b"und_" + code.encode(), locale, buffer, 1024,
                       ctypes.byref(error))
      # A warning (negative) means a fallback to another language or the code.
      if error.value == -127 or error.value > 0:
        continue
      yield code, buffer.raw[:2 * length].decode("utf-16-le")


def main():
  source = pathlib.Path(
      sys.argv[1] if len(sys.argv) > 1 else "/usr/share/iso-codes/json")
  countries = json.loads((source / "iso_3166-1.json").read_text())["3166-1"]
  countries += BESIDE_ISO
  codes = sorted(row["alpha_2"] for row in countries)
  rows = [f'{{"{c["alpha_2"]}", "{c["alpha_3"]}", "{c["numeric"]}"}},'
          for c in sorted(countries, key=lambda c: c["alpha_2"])]
  write("country_data.inc", rows)

  listed = collections.defaultdict(set)
  for row in countries:
    for field in ("name", "official_name", "common_name"):
      if field in row:
        listed[fold(row[field])].add(row["alpha_2"])
        if "," in row[field]:  # "Korea, Republic of"
          head, tail = row[field].split(",", 1)
          listed[fold(tail + " " + head)].add(row["alpha_2"])
  shown = collections.defaultdict(set)
  for code, name in display_names(codes):
    if name != code:
      shown[fold(name)].add(code)

  # Codes are looked up before names: "nga" is Nigeria, not Lakota's Russia.
  taken = {row[field].lower() for row in countries
           for field in ("alpha_2", "alpha_3")}
  names = {}
  for name in sorted(set(ALIASES) | set(listed) | set(shown)):
    # A list's name that another language gives to another country is ambiguous.
    meanings = ({ALIASES[name]} if name in ALIASES
                else listed.get(name, set()) | shown.get(name, set()))
    # Two ASCII letters are a code and never a name.
    is_name = ((len(name) > 2 or not name.isascii()) and name
               and name not in taken)
    if is_name and name not in AMBIGUOUS and len(meanings) == 1:
      names[name] = next(iter(meanings))
    elif is_name and name in listed:
      print("ambiguous, left out:", name, sorted(meanings))
  for name, code in FORMER.items():
    names[name.lower()] = code
  for name, code in PARTS.items():
    names[name.lower()] = code
  write("country_names.inc",
        [f"{{{c_string(name)}, \"{names[name]}\"}},"
         for name in sorted(names, key=lambda n: n.encode())])

  subdivisions = json.loads((source / "iso_3166-2.json").read_text())["3166-2"]
  places = collections.defaultdict(set)
  for row in subdivisions:
    code = row["code"]
    country = code[:2]
    for name in row["name"].replace("[", "(").replace("]", ")").split("("):
      key = fold(name.replace(")", " "))
      if key:
        places[(country, key)].add(code)
  entries = {}
  for row in subdivisions:
    code = row["code"]
    entries[(code[:2], fold(code))] = code
    entries[(code[:2], fold(code[3:]))] = code
  for (country, name), meanings in places.items():
    if len(meanings) == 1:
      entries.setdefault((country, name), next(iter(meanings)))
  write("subdivision_data.inc",
        [f'{{"{country}", {c_string(name)}, "{code}"}},'
         for (country, name), code in sorted(
             entries.items(), key=lambda e: (e[0][0], e[0][1].encode()))])


if __name__ == "__main__":
  main()
