"""Names of the AL platform itself: they stand in no app's sources.

Only those that our sources use, or that are near them. A name that is missing
here is refused, so add what you use after you looked it up in the AL reference.
"""

FUNCTIONS = set("""
abs calcdate clear clearall clearlasterror closingdate commit confirm convertstr
copystr createdatetime createguid currentdatetime date2dmy delchr delstr
dmy2date dt2date dt2time encryptionenabled error evaluate exit format
getlasterrorcode getlasterrortext guiallowed hyperlink incstr insstr isnullguid
lowercase maxstrlen message padstr power random randomize round
secretstrsubstno selectstr strcheckdate strlen strpos strsubstno time2 today
uppercase userid variant2date workdate currentclienttype companyname asserterror
bindsubscription unbindsubscription
""".split())

# What may stand in front of :: or of a static method.
STATICS = set("""
codeunit page report database enum dataclassification datascope verbosity
telemetryscope objecttype isolatedstorage session navapp textencoding
pagebackgroundtaskerrorlevel httprequesttype currpage rec xrec this
""".split())

RECORD_METHODS = set("""
addlink calcfields calcsums changecompany clearmarks consistent copy
copyfilters count delete deleteall fieldcaption fieldname fieldno fielderror
filtergroup find findfirst findlast findset fullyqualifiedname get getbysystemid
getfilter getfilters getposition getview hasfilter init insert isempty
istemporary locktable mark markedonly modify modifyall next readpermission
recordid rename reset setcurrentkey setfilter setloadfields setposition
setrange setrecfilter setview tablecaption tablename testfield transferfields
validate writepermission systemid systemcreatedat systemcreatedby
systemmodifiedat systemmodifiedby ascending relation
""".split())

SYSTEM_FIELDS = set("systemid systemcreatedat systemcreatedby systemmodifiedat "
                    "systemmodifiedby".split())

METHODS = {
    "text": "contains endswith startswith indexof lastindexof padleft padright "
            "remove replace split substring tolower toupper trim trimend "
            "trimstart",
    "jsonobject": "add asToken clone contains get keys path readfrom remove "
                  "replace selecttoken values writeto",
    "jsonarray": "add astoken clone count get indexof insert path readfrom "
                 "removeat selecttoken set writeto",
    "jsontoken": "asarray asobject asvalue clone isarray isobject isvalue path "
                 "readfrom selecttoken writeto",
    "jsonvalue": "asbigint asboolean asdate asdatetime asdecimal asinteger "
                 "astext astoken clone isnull isundefined setvalue",
    "list": "add addrange contains count get getrange indexof insert "
            "lastindexof remove removeat removerange reverse set",
    "dictionary": "add containskey count get keys remove set values",
    "secrettext": "isempty",
    "httpclient": "addcertificate clear defaultrequestheaders delete get patch "
                  "post put send setbaseaddress timeout",
    "httprequestmessage": "content getheaders getrequesturi method "
                          "setrequesturi setsecretrequesturi",
    "httpresponsemessage": "content headers httpstatuscode "
                           "isblockedbyenvironment issuccessstatuscode "
                           "reasonphrase",
    "httpcontent": "clear getheaders readas writefrom",
    "httpheaders": "add clear contains containssecret getsecretvalues getvalues "
                   "keys remove tryaddwithoutvalidation",
    "errorinfo": "addaction addnavigationaction callstack collectible "
                 "controlname create customdimensions dataclassification "
                 "detailedmessage errortype fieldno message pageno recordid "
                 "systemid tableid title verbosity",
    "recordref": "ascending caption close copy count currentkey delete "
                 "deleteall duplicate field fieldcount fieldexist fieldindex "
                 "find findfirst findlast findset getbysystemid getfilters "
                 "getposition gettable getview get hasfilter init insert "
                 "isempty istemporary keycount keyindex locktable mark modify "
                 "name next number open readpermission recordid rename reset "
                 "setloadfields setposition setrecfilter settable setview "
                 "systemcreatedatno systemcreatedbyno systemidno "
                 "systemmodifiedatno systemmodifiedbyno writepermission",
    "fieldref": "active calcfield caption class fielderror getfilter getrangemax "
                "getrangemin length name number optioncaption optionmembers "
                "record relation setfilter setrange testfield type validate "
                "value",
    "recordid": "getrecord tableno",
    "session": "applicationarea applicationidentifier logmessage "
               "logsecurityaudit",
    "isolatedstorage": "contains delete get set setencrypted",
    "navapp": "getcallermoduleinfo getcurrentmoduleinfo getmoduleinfo "
              "getresource getresourceasjson getresourceastext listresources",
    "page": "getbackgroundparameters run runmodal setbackgroundtaskresult",
    "codeunit": "run",
    "currpage": "activate cancelbackgroundtask caption close editable "
                "enqueuebackgroundtask getrecord lookupmode objectid "
                "saverecord setrecord setselectionfilter settableview "
                "update",
    "enumvalue": "asinteger frominteger names ordinals",
    "testhttprequestmessage": "hassecreturi path queryparameters requesttype",
    "testhttpresponsemessage": "content headers httpstatuscode "
                               "isblockedbyenvironment issuccessfulrequest "
                               "reasonphrase",
    "testpage": "close edit first gotokey gotorecord last new next ok openedit "
                "opennew openview previous trap view",
    "testfield": "activate assertequals asboolean asdecimal asinteger drilldown "
                 "editable enabled getvalue invoke lookup setvalue value "
                 "visible",
}
METHODS = {key: set(value.lower().split()) for key, value in METHODS.items()}
METHODS["label"] = METHODS["code"] = METHODS["text"]
# Of a page variable, beside its own procedures.
PAGE_METHODS = set("run runmodal setrecord settableview lookupmode editable "
                   "getrecord close setselectionfilter".split())

# Objects of the platform, declared in no repository.
OBJECTS = {
    ("table", "allobjwithcaption"): (
        "System.Reflection", {"object type", "object id", "object name",
                              "object caption", "object subtype"}),
}

# Usable without `using`: no namespace, or an anchor that every page has.
ANCHORS = {"content", "factboxes", "processing", "promoted", "navigation",
           "creation", "reporting"}
