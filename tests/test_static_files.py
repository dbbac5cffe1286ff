"""Style sheets and scripts as they are served."""

from __future__ import annotations

import pytest

from archive.static_files import squeezed, unindented


@pytest.mark.parametrize(
    ("written", "served"),
    [
        ("/* Ink. */\na { color: red; }\n\nb,\ni { top: 0 }\n", "a{color:red;}b,i{top:0}"),
        (".a > .b  .c:hover { margin: 0 auto; }", ".a > .b .c:hover{margin:0 auto;}"),
        ("a { width: calc(100% + 1px) } /* end */", "a{width:calc(100% + 1px)}"),
        ("""a::before { content: " ; /* no */  { " }""", """a::before{content:" ; /* no */  { "}"""),
        (r"""a { content: "\" , " }""", r"""a{content:"\" , "}"""),
        ("a/* one */b { x: y }", "a b{x:y}"),
        ("@media (min-width: 40rem) { :is(a, b) { top: 0 } }", "@media (min-width:40rem){:is(a,b){top:0}}"),
    ],
)
def test_a_style_sheet_says_the_same_in_fewer_letters(written, served):
    assert squeezed(written) == served
    assert squeezed(served) == served


def test_a_script_loses_its_indents_and_comments_and_no_address():
    written = '// What for.\n\nif (a) {\n  // Why.\n  b("http://x"); // so\n}\n'
    assert unindented(written) == 'if (a) {\nb("http://x"); // so\n}\n'
