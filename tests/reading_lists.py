"""Exports of reading lists, in the shapes that their programs write."""

from __future__ import annotations

import io
import json
import zipfile

HARBOUR = "https://example.org/harbour?page=1&part=2"
CRANES = "https://example.org/cranes"
# what none of the addresses may become
SECRETS = "file:///etc/passwd"

POCKET_PAGE = f"""<!DOCTYPE html>
<html>
	<head>
		<meta http-equiv="Content-Type" content="text/html; charset=UTF-8" />
		<title>Pocket Export</title>
	</head>
	<body>
		<h1>Unread</h1>
		<ul>
			<li><a href="{HARBOUR.replace("&", "&amp;")}" time_added="1684913522" tags="">The
harbour</a></li>
			<li><a href="{SECRETS}" time_added="1684913522" tags="odd">Secrets</a></li>
		</ul>
		<h1>Read Archive</h1>
		<ul>
			<li><a href="{CRANES}" time_added="1484913522" tags="cranes,sea">Cranes</a></li>
			<li><a href="{HARBOUR}" time_added="1484913522" tags="">The harbour, again</a></li>
		</ul>
		<a href="https://example.org/help">Help</a>
	</body>
</html>
"""
POCKET_TABLE = f"""title,url,time_added,tags,status
"Harbour, the",{HARBOUR},1684913522,,unread
Secrets,{SECRETS},1684913522,,unread
Cranes,{CRANES},1484913522,cranes|sea,archive
"""
INSTAPAPER = f"""URL,Title,Selection,Folder,Timestamp,Tags
{HARBOUR},"Harbour, the","A line
and another",Unread,1684913522,"[]"
{SECRETS},Secrets,,Unread,1684913522,"[]"
{CRANES},Cranes,,Archive,1484913522,"[""cranes"",""sea""]"
"""
INSTAPAPER_PAGE = f"""<!DOCTYPE html>
<html>
<head>
<meta http-equiv="Content-Type" content="text/html; charset=UTF-8" />
<title>Instapaper: Export</title>
</head>
<body>

<h1>Unread</h1>

<ol>
<li><a href="{HARBOUR}">The harbour</a>
<li><a href="{SECRETS}">Secrets</a>
</ol>

<h1>Archive</h1>

<ol>
<li><a href="{CRANES}">Cranes</a>
</ol>
<a href="https://example.org/help">Help</a>
</body>
</html>
"""
BOOKMARKS = f"""<!DOCTYPE NETSCAPE-Bookmark-file-1>
<META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=UTF-8">
<TITLE>Bookmarks</TITLE>
<H1>Bookmarks</H1>
<DL><p>
    <DT><H3 ADD_DATE="1684913522">To read</H3>
    <DL><p>
        <DT><A HREF="{HARBOUR}" ADD_DATE="1684913522">The harbour</A>
        <DT><A HREF="{SECRETS}" ADD_DATE="1684913522">Secrets</A>
    </DL><p>
    <DT><A HREF="{CRANES}" ADD_DATE="1684913522">Cranes</A>
</DL><p>
"""
READWISE = f"""Title,URL,ID,Document tags,Saved date,Reading progress,Location,Seen
"Harbour, the",{HARBOUR},01a,[],2023-05-24 07:32:02+00:00,0,new,True
Secrets,{SECRETS},01b,[],2023-05-24 07:32:02+00:00,0,feed,False
Cranes,{CRANES},01c,"['cranes', 'sea']",2017-01-20 11:58:42+00:00,0.5,archive,True
"""
# its fields of text are longer than what Python's reader takes by itself
WALLABAG_TABLE = f"""Title;URL;Content;Tags;"MIME Type";Language;"Creation date"
"Harbour; the";{HARBOUR};"<p>{"Ships; and boats. " * 10_000}</p>";"";text/html;en;"24/05/2023"
Secrets;{SECRETS};"<p>None</p>";"";text/html;en;"24/05/2023"
Cranes;{CRANES};"<p>Cranes</p>";"cranes, sea";text/html;en;"20/01/2017"
"""


def _wallabag_entry(number: int, title: str, url: str) -> dict[str, object]:
    return {
        "is_archived": 0,
        "is_starred": 0,
        "tags": ["sea"],
        "id": number,
        "title": title,
        "url": url,
        "content": f'<p>It stands on <a href="https://example.org/other">a page</a>: {title}</p>',
        "created_at": "2023-05-24T07:32:02+0000",
        "domain_name": "example.org",
        "annotations": [{"text": "x", "url": "https://example.org/no"}],
    }


WALLABAG = json.dumps(
    [
        _wallabag_entry(1, "Harbour", HARBOUR),
        _wallabag_entry(2, "Secrets", SECRETS),
        _wallabag_entry(3, "Cranes", CRANES),
    ],
    indent=4,
)


def archive(**members: str) -> bytes:
    """Return a ZIP archive; in the members' names ``__`` stands for a slash, ``_`` for a dot."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as file:
        for name, text in members.items():
            file.writestr(name.replace("__", "/").replace("_", "."), text)
    return data.getvalue()


def _readeck_article(title: str, url: str) -> str:
    return json.dumps({"UID": title, "Title": title, "URL": url, "Labels": None})


READECK = archive(
    bookmarks__A1__info_json=_readeck_article("Harbour", HARBOUR),
    bookmarks__A1__container__index_html="<p>Ships and boats.</p>",
    bookmarks__B2__info_json=_readeck_article("Secrets", SECRETS),
    bookmarks__C3__info_json=_readeck_article("Cranes", CRANES),
    data_json=json.dumps({"Users": [{"ID": 1}], "Bookmarks": [{"UID": "A1", "UserID": 1}]}),
)


def _pocket_archive() -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as file:
        file.writestr("part_000000.csv", POCKET_TABLE)
        file.writestr("collections/some.json", "{}")
    return data.getvalue()


EXPORTS: dict[str, bytes] = {
    "ril_export.html": POCKET_PAGE.encode(),
    "part_000000.csv": POCKET_TABLE.encode(),
    "pocket.zip": _pocket_archive(),
    "bookmarks.html": BOOKMARKS.encode(),
    "instapaper-export.html": INSTAPAPER_PAGE.encode(),
    "instapaper-export.csv": INSTAPAPER.encode("utf-8-sig"),
    "readwise.csv": READWISE.replace("\n", "\r\n").encode(),
    "wallabag.csv": WALLABAG_TABLE.encode(),
    "wallabag.json": WALLABAG.encode(),
    "readeck.zip": READECK,
}
