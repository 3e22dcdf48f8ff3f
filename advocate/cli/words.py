"""Words that several commands show."""

from __future__ import annotations

from advocate.core.forms import Form
from advocate.core.registry import Channel, Kind

CHANNEL_WORDS = {
    Channel.EMAIL: "e-mail",
    Channel.ADDRESS: "post",
    Channel.FORM: "web form",
    Channel.PHONE: "phone",
    Channel.FAX: "fax",
}

KIND_WORDS = {
    Kind.TARGET_AUTHORITY: "it is one of the authorities concerned, and can act or say who can",
    Kind.OMBUDSMAN: "it can look into what people in its country complain of",
    Kind.EUROPEAN_LEADER: "it can raise the case with the government in Europe's name",
    Kind.PARLIAMENT: "it can put questions, hold hearings and pass resolutions",
    Kind.INTERGOVERNMENTAL: "it can remind a state of what it has promised to others",
    Kind.UN_MANDATE: "it can take the case up with the government for the United Nations",
    Kind.FOREIGN_GOVERNMENT: "it can raise the case from government to government",
}
"""Why one writes to an office, by its kind."""

FORM_WORDS = {
    Form.EML: "e-mail draft",
    Form.PDF: "page to print",
    Form.TXT: "text",
    Form.HTML: "web page",
    Form.SUBMISSION: "submission",
    Form.CALL: "call script",
}
