"""Words for people by country, creed or party: "the American", "a Utah Republican". Alone they name nobody."""

from __future__ import annotations

DEMONYMS = """
American British English Scottish Welsh Irish French German Italian Spanish Portuguese Dutch Belgian Swiss Austrian
Danish Swedish Norwegian Finnish Icelandic Polish Czech Slovak Hungarian Romanian Bulgarian Greek Turkish Cypriot
Russian Ukrainian Serbian Croatian Bosnian Albanian Israeli Palestinian Egyptian Syrian Lebanese Jordanian Iraqi
Iranian Saudi Kuwaiti Yemeni Afghan Pakistani Indian Bangladeshi Nepali Chinese Japanese Korean Vietnamese Thai
Indonesian Malaysian Filipino Australian Canadian Mexican Cuban Brazilian Argentine Argentinian Chilean Colombian
Venezuelan Peruvian African Nigerian Kenyan Ugandan Ethiopian Somali Sudanese Libyan Moroccan Algerian Tunisian
Zimbabwean European Asian Arab Latin Hispanic Latino Scot Briton Englishman Irishman Frenchman Dutchman Spaniard
Swede Kiwi Aussie Texan Californian Christian Catholic Muslim Jewish Republican Democrat Democratic
Conservative Tory Liberal Independent Socialist Communist Eurosceptic
""".split()

PARTIES = "Republican|Democrat|Democratic|Conservative|Tory|Labour|Liberal Democrat|Lib Dem|GOP"
DEMONYM = r"(?:(?:South|North|New)[ \u00a0])?(?:" + "|".join(DEMONYMS) + ")"
