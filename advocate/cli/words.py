"""Words that several commands show."""

from __future__ import annotations

from advocate.core.forms import Form
from advocate.core.registry import Channel

CHANNEL_WORDS = {
    Channel.EMAIL: "e-mail",
    Channel.ADDRESS: "post",
    Channel.FORM: "web form",
    Channel.PHONE: "phone",
    Channel.FAX: "fax",
}

FORM_WORDS = {
    Form.EML: "e-mail draft",
    Form.PDF: "page to print",
    Form.TXT: "text",
    Form.HTML: "web page",
    Form.SUBMISSION: "submission",
    Form.CALL: "call script",
}
