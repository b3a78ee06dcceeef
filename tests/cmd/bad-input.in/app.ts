<?xml version="1.0"?>
<!DOCTYPE TS>
<TS version="2.1" language="ar"><context><name>Main<message><source>Quit</source><translation>خروج</translation></message></context></TS>
