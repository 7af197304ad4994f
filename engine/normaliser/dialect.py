"""Which modeler wrote a file, by its namespaces and by what it says of itself."""

from dataclasses import dataclass

from lxml import etree

CAMUNDA7 = "http://camunda.org/schema/1.0/bpmn"
OPERATON = "http://operaton.org/schema/1.0/bpmn"
ZEEBE = "http://camunda.org/schema/zeebe/1.0"
FLOWABLE = "http://flowable.org/bpmn"
ACTIVITI = "http://activiti.org/bpmn"
CIB = "http://cibseven.org/schema/1.0/bpmn"
DROOLS = "http://www.jboss.org/drools"
BONITA = "http://www.bonitasoft.org/bpmn"
IMIXS = "http://www.imixs.org/bpmn2"

JUEL = (CAMUNDA7, OPERATON, CIB, FLOWABLE, ACTIVITI)
"""Namespaces of the family of Activiti: the same names, expressions in JUEL."""

_BY_NAMESPACE = {
    ZEEBE: "Camunda 8",
    CAMUNDA7: "Camunda 7",
    OPERATON: "Operaton",
    CIB: "CIB seven",
    FLOWABLE: "Flowable",
    ACTIVITI: "Activiti",
    DROOLS: "jBPM",
    "http://www.omg.org/bpmn20": "jBPM",
    BONITA: "Bonita",
    IMIXS: "Imixs",
    "http://www.signavio.com": "Signavio",
    "http://www.boc-group.com": "ADONIS",
    "http://www.bizagi.com/bpmn20": "Bizagi",
    "http://bpmn.sourceforge.net": "Yaoqiang",
    "http://processhub.com/schema/1.0/bpmn": "ProcessHub",
    "http://www.trisotech.com/2015/triso/modeling": "Trisotech",
    "http://www.omnitracker.com": "OMNITRACKER",
}
_BY_WORD = {
    "camunda": "Camunda Modeler",
    "signavio": "Signavio",
    "bizagi": "Bizagi",
    "adonis": "ADONIS",
    "aris": "ARIS",
    "visio": "Visio",
    "bonita": "Bonita",
    "yaoqiang": "Yaoqiang",
    "jbpm": "jBPM",
    "kogito": "Kogito",
    "flowable": "Flowable",
    "activiti": "Activiti",
    "imixs": "Imixs",
    "bpmn-js": "bpmn.io",
    "modelio": "Modelio",
    "trisotech": "Trisotech",
    "workflow modeler": "Trisotech",
    "querela": "Querela",
}


@dataclass(frozen=True, slots=True)
class Dialect:
    """The modeler or engine that a file was made for."""

    name: str
    exporter: str | None = None
    version: str | None = None


UNKNOWN = Dialect("unknown")


def dialect_of(root: "etree._Element") -> Dialect:
    """What the file says of its maker, by the namespaces that it uses, else by its exporter."""
    exporter, version = root.get("exporter"), root.get("exporterVersion")
    used = namespaces_of(root)
    for namespace, name in _BY_NAMESPACE.items():
        if any(found.startswith(namespace) for found in used):
            return Dialect(name, exporter, version)
    said = f"{exporter or ''} {root.get('targetNamespace') or ''} {root.get('id') or ''}".lower()
    name = next((name for word, name in _BY_WORD.items() if word in said), "unknown")
    return Dialect(name, exporter, version)


def namespaces_of(root: "etree._Element") -> set[str]:
    """Namespaces that elements and attributes of the file are in; declaring one is not using it."""
    found: set[str] = set()
    for element in root.iter("{*}*"):
        for name in (element.tag, *element.attrib):
            if str(name).startswith("{"):
                found.add(str(name)[1:].partition("}")[0])
    return found
