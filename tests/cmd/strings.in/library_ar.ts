<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ar" sourcelanguage="en">
<context>
    <name>Shelf</name>
    <message>
        <source>Borrow %1</source>
        <translation>استعر %1</translation>
    </message>
    <message numerus="yes">
        <source>%n book(s)</source>
        <translation>
            <numerusform>لا كتب</numerusform>
            <numerusform>كتاب واحد</numerusform>
            <numerusform>كتابان</numerusform>
            <numerusform>%n كتب</numerusform>
            <numerusform>%n كتابًا</numerusform>
            <numerusform>%n كتاب</numerusform>
        </translation>
    </message>
    <message>
        <source>Renew</source>
        <translation type="unfinished"></translation>
    </message>
</context>
</TS>
