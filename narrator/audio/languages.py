"""Language tags as audio files want them: the three letters of ISO 639-2 (its terminological codes)."""

from __future__ import annotations

from narrator.language.tags import base_language

# BCP 47 primary language → ISO 639-2, for the languages that speech engines offer; longer ones stand for themselves
_TABLE = """
:
af:afr am:amh an:arg ar:ara as:asm az:aze ba:bak be:bel bg:bul bn:ben bs:bos ca:cat cs:ces cv:chv cy:cym da:dan
de:deu el:ell en:eng eo:epo es:spa et:est eu:eus fa:fas fi:fin fo:fao fr:fra ga:gle gd:gla gn:grn gu:guj he:heb
hi:hin hr:hrv ht:hat hu:hun hy:hye ia:ina id:ind io:ido is:isl it:ita ja:jpn ka:kat kk:kaz kl:kal kn:kan ko:kor
ku:kur ky:kir la:lat lb:ltz lt:lit lv:lav mi:mri mk:mkd ml:mal mr:mar ms:msa mt:mlt my:mya nb:nob ne:nep nl:nld
no:nor om:orm or:ori pa:pan pl:pol pt:por qu:que ro:ron ru:rus sd:snd si:sin sk:slk sl:slv sq:sqi sr:srp sv:swe
sw:swa ta:tam te:tel th:tha tk:tuk tn:tsn tr:tur tt:tat ug:uig uk:ukr ur:urd uz:uzb vi:vie yi:yid zh:zho zu:zul
"""
_ISO_639_2 = dict(pair.split(":") for pair in _TABLE.split())
_UNDETERMINED = "und"


def iso639_2(tag: str) -> str:
    """The three-letter code of a BCP 47 tag: ``en-US`` is ``eng``; ``und`` when it is unknown, nothing for nothing."""
    primary = base_language(tag)
    if len(primary) == 3 and primary.isalpha():
        return primary
    return _ISO_639_2.get(primary, _UNDETERMINED)
